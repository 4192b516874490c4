-- To sweep is what a wallet does with money that comes in; old rows are forgotten.
update jobs set kind = 'forget' where kind = 'sweep';
