"""Numbered SQL steps that bring a database to the present shape; append only, never edited once released."""
