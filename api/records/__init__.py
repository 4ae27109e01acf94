"""Records: what joins documents to one: versions of one report, its main text and its appendices."""
