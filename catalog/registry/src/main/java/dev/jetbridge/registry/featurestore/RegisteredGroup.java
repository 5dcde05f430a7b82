package dev.jetbridge.registry.featurestore;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.registry.RegistrationResult;

/**
 * A group as it is after registration.
 *
 * @param calls what was done
 * @param table its offline store, in the catalog of the lake
 */
public record RegisteredGroup(RegistrationResult calls, ProductId table) {}
