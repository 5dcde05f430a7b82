/**
 * How a product is made: pure transformations, a package a domain. Knows no session, no input or
 * output, no clock, no AWS, no Deequ and no Iceberg. Domains never import each other.
 */
package dev.jetbridge.jobs;
