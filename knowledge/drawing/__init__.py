"""What is printed: pages in millimetres, drawn into PNG and PDF."""
