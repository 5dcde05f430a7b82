/**
 * A schedule run on this machine before it runs on AWS: its jobs in processes of their own, the
 * services as counterparts on loopback, each call told and held against a policy.
 */
package dev.jetbridge.pipelines.rehearsal;
