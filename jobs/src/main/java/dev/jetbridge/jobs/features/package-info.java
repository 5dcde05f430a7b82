/**
 * What the customers of the airline are worth and how they buy: measures, scores, segments and
 * lifetime value as of an instant, from customer360.purchases alone. Knows neither how a person was
 * identified nor how a purchase was priced.
 */
package dev.jetbridge.jobs.features;
