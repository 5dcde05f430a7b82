/**
 * What SQL of a contract may say: expressions over its columns, none that reaches a table, the
 * session or code.
 */
package dev.jetbridge.contracts.sql;
