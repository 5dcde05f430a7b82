/**
 * The counterpart of Amazon Redshift: PostgreSQL, behind a door that speaks to Redshift's driver
 * and does what PostgreSQL cannot, COPY from S3 above all.
 */
package dev.jetbridge.pipelines.servers.redshift;
