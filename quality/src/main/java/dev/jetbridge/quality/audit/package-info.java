/** The evaluation of compiled rules: by Deequ, by SQL, by figures observed in the write. */
package dev.jetbridge.quality.audit;
