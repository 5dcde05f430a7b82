/**
 * Training sets: the values of features as they were at the instants of labels. Knows neither files
 * nor catalogs.
 */
package dev.jetbridge.jobs.features.training;
