"""Pages of people: signing in, and the administration of bodies, posts and assignments."""
