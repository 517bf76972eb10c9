-- Which names a journal has is asked for anew whenever it has changed. Along these indexes that is one step a name, however many
-- trades have it: reading all of a million trades for their two hundred symbols took longer than all the rest of a context.
CREATE INDEX trades_names ON trades (user_id, symbol, underlying) WHERE unit = 'trade';
CREATE INDEX trade_details_setup ON trade_details (user_id, setup) WHERE setup IS NOT NULL;
