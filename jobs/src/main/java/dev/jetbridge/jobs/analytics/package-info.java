/**
 * Marts for business analysts: monthly sums over customers, routes and members, small enough for a
 * warehouse. It knows people as person_id only and publishes nobody: every row is a sum. Measures
 * are additive where their contract says so; ratios are metrics of the contract, computed from sums
 * by whoever asks.
 */
package dev.jetbridge.jobs.analytics;
