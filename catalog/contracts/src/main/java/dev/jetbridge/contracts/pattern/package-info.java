/** Regular expressions of contracts, matched in a time that grows with the text and no faster. */
package dev.jetbridge.contracts.pattern;
