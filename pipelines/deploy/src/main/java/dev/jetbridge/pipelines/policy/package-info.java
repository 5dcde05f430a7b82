/** What each role may do, as policies of IAM: what the calls need and no more. */
package dev.jetbridge.pipelines.policy;
