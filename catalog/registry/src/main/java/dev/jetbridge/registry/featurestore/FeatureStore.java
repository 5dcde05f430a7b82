package dev.jetbridge.registry.featurestore;

import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.model.CreateFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.SearchRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateFeatureGroupRequest;

/** The operations of SageMaker that registration needs. */
interface FeatureStore extends AutoCloseable {
  /** Whether any group fits; SageMaker's index may lag behind by some seconds. */
  boolean search(SearchRequest request);

  Optional<DescribeFeatureGroupResponse> describe(DescribeFeatureGroupRequest request);

  /**
   * Asks for a group, which is made some time later.
   *
   * @return false when there is one of that name
   */
  boolean create(CreateFeatureGroupRequest request);

  /** Asks for an update, which is made some time later. */
  void update(UpdateFeatureGroupRequest request);

  @Override
  void close();
}
