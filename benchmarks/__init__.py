"""What transpipe costs, next to other tools and to the parser it stands on."""
