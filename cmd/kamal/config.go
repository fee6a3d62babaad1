package main

type configCmd struct{}
