"""How a typed time is read: its words, its grammar, and the calendar behind them."""
