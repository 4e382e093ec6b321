"""On Record: news briefings in which every quote is word for word in the article."""
