"""The pages for people: plain HTML, CSS and ES modules, which use the public interface only."""
