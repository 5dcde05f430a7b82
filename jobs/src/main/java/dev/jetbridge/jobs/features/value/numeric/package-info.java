/** Numerical methods of the fits: a search for a minimum, special functions, quadrature. */
package dev.jetbridge.jobs.features.value.numeric;
