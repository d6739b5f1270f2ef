using System.Net;
using System.Text;
using Fairlead.Cloud.Alibaba;
using Fairlead.Cloud.Alibaba.Credentials;
using Fairlead.Cloud.Tests.Contract;
using Fairlead.Cloud.Tests.Scripted;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Metadata;
using Fairlead.Vpc.OpenApi.Metadata;

namespace Fairlead.Cloud.Tests.Emulated;

/// <summary>Credentials of all kinds, and clocks, against a cloud that looks at them.</summary>
public sealed class SigningTests
{
    [Fact]
    public async Task A_wrong_secret_is_refused_and_not_echoed()
    {
        await using var world = await HttpWorld.StartAsync();
        var client = world.Client(new FixedSource(FixedSource.Plain with { AccessKeyId = HttpWorld.AccountKeys.Id }), TimeProvider.System);
        var error = await Assert.ThrowsAsync<CloudException>(() => client.FindVSwitchAsync(CloudWorld.Wide));
        Assert.Equal((CloudErrorKind.CredentialsRefused, "SignatureDoesNotMatch"), (error.Kind, error.Code));
        Assert.DoesNotContain(ScriptedCloud.KeySecret, error.ToString());
        Assert.Equal(1, world.Records[^1].Attempts);
    }

    [Fact]
    public async Task A_role_that_has_expired_is_renewed_within_the_call()
    {
        await using var world = await HttpWorld.StartAsync();
        var source = new FixedSource(Role(TimeSpan.FromSeconds(-5)), Role(TimeSpan.FromHours(1)));
        Assert.NotNull(await world.Client(source, TimeProvider.System).FindVSwitchAsync(CloudWorld.Wide));
        Assert.Equal((2, 2), (source.Reads, world.Records[^1].Attempts));

        Credential Role(TimeSpan life)
        {
            var keys = world.Ring.Issue("fairlead", "test", life);
            return new Credential(keys.Id, new Secret(keys.Secret), new Secret(keys.SecurityToken), null, "the test");
        }
    }

    [Fact]
    public async Task The_instances_role_from_the_metadata_service()
    {
        await using var world = await HttpWorld.StartAsync();
        await using var service = new MetadataServer(
            new InstanceMetadata(world.Emulated, world.Ring, new MetadataTokens(new byte[32], TimeProvider.System)), _ => CloudWorld.HostA, new IPEndPoint(IPAddress.Loopback, 0));
        await service.StartAsync();
        using var http = Connections.OpenToMetadata();
        var client = world.Client(CredentialSources.Usual(null, _ => null, world.Endpoints with { Metadata = service.Address }, http, http, TimeProvider.System), TimeProvider.System);
        Assert.NotNull(await client.FindVSwitchAsync(CloudWorld.Wide));
    }

    [Fact]
    public async Task A_service_accounts_token()
    {
        await using var world = await HttpWorld.StartAsync();
        var file = Path.GetTempFileName();
        var claims = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"sub":"system:serviceaccount:kube-system:fairlead","exp":{{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}}}""")).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        await File.WriteAllTextAsync(file, $"e30.{claims}.c2lnbmF0dXJl");
        using var http = Connections.Open();
        var client = world.Client(
            CredentialSources.Usual(null, name => name switch
            {
                "ALIBABA_CLOUD_ROLE_ARN" => "acs:ram::1234567890123456:role/fairlead",
                "ALIBABA_CLOUD_OIDC_PROVIDER_ARN" => "acs:ram::1234567890123456:oidc-provider/cluster",
                "ALIBABA_CLOUD_OIDC_TOKEN_FILE" => file,
                _ => null,
            }, world.Endpoints, http, http, TimeProvider.System), TimeProvider.System);
        Assert.NotNull(await client.FindVSwitchAsync(CloudWorld.Wide));

        await File.WriteAllTextAsync(file, "no.token");
        var other = world.Client(new OidcSource(http, world.Endpoints.Sts, name => name.EndsWith("FILE") ? file : name.EndsWith("ROLE_ARN") ? "acs:ram::1234567890123456:role/fairlead" : "acs:ram::1234567890123456:oidc-provider/cluster", TimeProvider.System), TimeProvider.System);
        var error = await Assert.ThrowsAsync<CloudException>(() => other.FindVSwitchAsync(CloudWorld.Wide));
        Assert.Equal("DescribeVSwitches vsw-wide: STS answered with HTTP 401 AuthenticationFail.OIDCToken.Invalid (NoCredentials)", error.Message);
        File.Delete(file);
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task A_clock_that_is_hours_off(int hours)
    {
        await using var world = await HttpWorld.StartAsync();
        var client = world.Client(new FixedSource(FixedSource.Plain with { AccessKeyId = HttpWorld.AccountKeys.Id, AccessKeySecret = new Secret(HttpWorld.AccountKeys.Secret) }), new WrongClock(TimeSpan.FromHours(hours)));
        Assert.NotNull(await client.FindVSwitchAsync(CloudWorld.Wide));
        Assert.Equal(2, world.Records[^1].Attempts);
        Assert.NotNull(await client.FindVSwitchAsync(CloudWorld.Wide));
        Assert.Equal(1, world.Records[^1].Attempts);
    }

    [Fact]
    public async Task Names_and_tags_with_odd_characters_are_signed_as_they_are_sent()
    {
        await using var world = await HttpWorld.StartAsync();
        const string odd = "a b+c*d~e/f!'()%25ü漢&=?#;:@,$";
        var made = await world.Cloud.CreateInterfaceAsync(new InterfaceWish { VSwitch = CloudWorld.Wide, SecurityGroups = [CloudWorld.Group], Description = odd, Tags = new Dictionary<string, string> { ["key " + odd] = odd } });
        var seen = Assert.Single(await world.Cloud.ListInterfacesAsync(new InterfaceFilter { Tags = new Dictionary<string, string> { ["key " + odd] = odd } }));
        Assert.Equal((made.Id, odd), (seen.Id, seen.Description));
    }

    private sealed class WrongClock(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
    }
}
