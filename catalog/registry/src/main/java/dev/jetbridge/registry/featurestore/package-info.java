/**
 * Where a product is known as a SageMaker feature group: contract to feature group and offline
 * store. Knows no rows.
 */
package dev.jetbridge.registry.featurestore;
