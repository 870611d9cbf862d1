"""How fast the studio's page is, in a real Chromium on this machine."""
