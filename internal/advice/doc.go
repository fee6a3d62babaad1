// Package advice says what to do about an error: a few words, and behind them
// something to type. There is advice for every error; what is known of it
// decides, first what type it has, then what the programs in it said.
package advice
