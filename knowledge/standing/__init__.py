"""Where the collection stands: pure arithmetic over booked figures. Days and areas in, values out."""
