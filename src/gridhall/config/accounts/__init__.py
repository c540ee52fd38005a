"""The screens of signing in, shared by portal and workbench."""
