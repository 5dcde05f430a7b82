package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.ports.PortManifest;

/**
 * A version of a product's Parquet port.
 *
 * @param folder the folder or address of the port, to which the paths of the manifest are relative
 */
record PortVersion(Contract contract, PortManifest manifest, String folder) {}
