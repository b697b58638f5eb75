"""Tests of the recipes an installation is made by: image, compose, units, nginx, documents."""
