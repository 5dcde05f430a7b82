/**
 * When customers buy and when they stop: models of counted purchase histories, without Spark. What
 * a fit asks of the customers is how many have each history, so that its work does not grow with
 * their number.
 */
package dev.jetbridge.jobs.features.value.buying;
