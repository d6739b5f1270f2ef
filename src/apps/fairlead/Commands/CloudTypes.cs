using System.CommandLine;
using System.CommandLine.Parsing;
using Fairlead.Cloud;
using Fairlead.Cloud.Alibaba;
using Fairlead.Model.Problems;
using Fairlead.Planning.Capacity;

namespace Fairlead.Cli.Commands;

/// <summary>Instance types as the cloud itself knows them: <c>--cloud REGION</c>, and what goes with it.</summary>
internal static class CloudTypes
{
    // Somebody waits for this at a terminal.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static readonly Option<string?> Region = new("--cloud")
    {
        Description = "asks the cloud in that region: cn-hangzhou",
        HelpName = "REGION",
    };

    public static readonly Option<string?> Endpoint = new("--endpoint")
    {
        Description = "where the cloud is, if not at the region's own address: http://127.0.0.1:8080",
        HelpName = "URL",
    };

    public static readonly Option<string?> Keys = new("--keys")
    {
        Description = "a folder with access-key-id and access-key-secret; without it, credentials come from the environment or the instance's role",
        HelpName = "FOLDER",
    };

    public static void Check(CommandResult command)
    {
        if (command.GetValue(Region) is null && (command.GetResult(Endpoint) is not null || command.GetResult(Keys) is not null))
        {
            command.AddError("--endpoint and --keys go with --cloud REGION");
        }

        if (command.GetValue(Region) is "" || command.GetValue(Keys) is "")
        {
            command.AddError("--cloud and --keys: '' is no name; a variable that is not set, perhaps");
        }
    }

    /// <exception cref="ProblemException">The cloud has no such type, or an option is wrong.</exception>
    public static async Task<InstanceType> FindAsync(ParseResult parsed, string region, string type)
    {
        var endpoints = parsed.GetValue(Endpoint) is { } text ? At(text) : Endpoints.OnInternet(Checked(region));
        using var http = Connections.Open();
        using var toMetadata = Connections.OpenToMetadata();
        var credentials = CredentialSources.Usual(parsed.GetValue(Keys), Environment.GetEnvironmentVariable, endpoints, http, toMetadata, TimeProvider.System);
        var options = new AlibabaCloudOptions { Region = region, Endpoints = endpoints, CallDeadline = Patience };
        using var cloud = new AlibabaCloud(http, credentials, options, TimeProvider.System);
        return await cloud.FindLimitsAsync(type).ConfigureAwait(false) is { } limits
            ? new InstanceType(limits.Type, limits.Interfaces, limits.Addresses4PerInterface) { Ipv6PerEni = limits.Addresses6PerInterface, TotalEnis = limits.AllInterfaces }
            : throw Wrong("INSTANCE-TYPE", $"the cloud has no instance type '{type}' in {region}");
    }

    private static Endpoints At(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? Endpoints.At(address) with { Metadata = Endpoints.InstanceMetadata }
            : throw Wrong("--endpoint", $"'{text}' is no URL; write http://127.0.0.1:8080");

    // It becomes part of a host name.
    private static string Checked(string region) =>
        region.Length is > 0 and <= 40 && region.All(octet => char.IsAsciiLetterLower(octet) || char.IsAsciiDigit(octet) || octet == '-')
            ? region
            : throw Wrong("--cloud", $"'{region}' is no region; write cn-hangzhou");

    private static ProblemException Wrong(string option, string text) => new("capacity", [new Problem(option, text)]);
}
