/**
 * The warehouse port: what a contract says about a product as tables and views of Redshift, the
 * load of a version of its Parquet port, and the same metrics as views of Athena. Every statement
 * comes from the contract. It talks to Redshift through JDBC and knows no rows: COPY moves them.
 */
package dev.jetbridge.pipelines.warehouse;
