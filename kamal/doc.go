// Package kamal deploys containerised web apps to servers, with no downtime.
package kamal
