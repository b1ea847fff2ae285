package dev.cuesheet.aws.contract;

import dev.cuesheet.aws.AwsService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.glue.GlueClient;

class GlueJobsOnRequestedAwsTest extends OnRequestedAws implements GlueJobsContract {
    private @Nullable GlueClient sdk;

    @Override
    public GlueClient sdk() {
        if (sdk == null) {
            var builder = GlueClient.builder().httpClient(UrlConnectionHttpClient.create());
            aws().endpoint(AwsService.GLUE).ifPresent(builder::endpointOverride);
            sdk = builder.build();
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
