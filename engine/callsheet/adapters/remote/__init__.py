"""What adapters of services on the network share: where they are, how they are asked, when they are left alone."""
