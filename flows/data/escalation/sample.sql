INSERT INTO articles (id, title, answer) VALUES
  (1, 'a new password', 'Choose "Forgot password" where you sign in; a link comes by e-mail and is good for an hour.'),
  (2, 'opening hours', 'The shops are open from nine to five, Monday to Friday.'),
  (3, 'returns', 'Anything unused can be returned within thirty days, with the receipt.');
