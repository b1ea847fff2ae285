package dev.cuesheet.aws.contract;

import dev.cuesheet.aws.AwsClients;
import dev.cuesheet.localaws.LocalAws;
import dev.cuesheet.testing.LocalAwsExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs a contract on the local AWS, over a real socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnLocalAws implements Backend {
    @RegisterExtension
    final LocalAwsExtension localAws = LocalAwsExtension.with(this::settings);

    private @Nullable AwsClients clients;

    LocalAws.Builder settings(LocalAws.Builder builder) {
        return builder;
    }

    @Override
    public AwsClients aws() {
        if (clients == null) {
            var aws = localAws.aws();
            clients = AwsClients.builder()
                    .endpoint(aws.endpoint())
                    .region(aws.region())
                    .credentials(aws.accessKeyId(), aws.secretAccessKey())
                    .build();
        }
        return clients;
    }

    @AfterAll
    void close() {
        if (clients != null) {
            clients.close();
        }
    }
}
