package dev.cuesheet.aws.contract;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;

class GlueJobsOnLocalAwsTest extends OnLocalAws implements GlueJobsContract {
    private @Nullable GlueClient sdk;

    @Override
    public GlueClient sdk() {
        if (sdk == null) {
            var aws = localAws.aws();
            sdk = GlueClient.builder()
                    .endpointOverride(aws.endpoint())
                    .region(Region.of(aws.region()))
                    .credentialsProvider(StaticCredentialsProvider.create(
                            AwsBasicCredentials.create(aws.accessKeyId(), aws.secretAccessKey())))
                    .httpClient(UrlConnectionHttpClient.create())
                    .build();
        }
        return sdk;
    }

    @AfterAll
    void closeSdk() {
        if (sdk != null) {
            sdk.close();
        }
    }
}
