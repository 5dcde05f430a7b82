/** Lifetime value of anybody's purchases: read, fitted, and written as rows, figures and a page. */
package dev.jetbridge.pipelines.value;
