using System.Collections.Concurrent;
using System.Text.Json;
using Fairlead.Cloud.Alibaba.Answers;
using Fairlead.Cloud.Alibaba.Calls;
using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Alibaba.Verbs;

/// <summary>Instances and what their types can have.</summary>
internal sealed class InstanceVerbs(OpenApi api, TimeProvider clock)
{
    // DescribeInstances: lists of ids and addresses of up to 100, pages of up to 100.
    private const int PerCall = 100;

    // What a type can have changes with a new generation, if ever.
    private static readonly TimeSpan LimitsLast = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, (InstanceLimits Limits, DateTimeOffset Read)> _limits = [];

    public async Task<IReadOnlyList<CloudInstance>> ListAsync(InstanceFilter filter, CancellationToken cancel)
    {
        var found = new Dictionary<string, CloudInstance>(StringComparer.Ordinal);
        foreach (var part in Parts(filter))
        {
            foreach (var fields in await api.ListAsync(() => Ask(part), "MaxResults", PerCall, "Instances", "Instance", cancel).ConfigureAwait(false))
            {
                var instance = InstanceAnswer.Read(fields);
                found[instance.Id] = instance;
            }
        }

        return [.. found.Values];
    }

    public async Task<InstanceLimits?> FindLimitsAsync(string type, CancellationToken cancel)
    {
        if (_limits.TryGetValue(type, out var known) && clock.GetUtcNow() - known.Read < LimitsLast)
        {
            return known.Limits;
        }

        var call = new OpenApiCall(Product.Ecs, "DescribeInstanceTypes", type).With("InstanceTypes", [type]);
        try
        {
            var answer = await api.CallAsync(call, cancel).ConfigureAwait(false);
            var limits = answer.List("InstanceTypes", "InstanceType").Select(InstanceAnswer.ReadLimits).FirstOrDefault(limits => limits.Type == type);
            if (limits is not null)
            {
                _limits[type] = (limits, clock.GetUtcNow());
            }

            return limits;
        }
        catch (CloudException error) when (error.IsNotFound || error.IsInvalid)
        {
            return null;
        }
    }

    private static IEnumerable<InstanceFilter> Parts(InstanceFilter filter) => (filter.Ids.Count, filter.Addresses.Count) switch
    {
        (> PerCall, _) => filter.Ids.Chunk(PerCall).SelectMany(ids => Parts(filter with { Ids = ids })),
        (_, > PerCall) => filter.Addresses.Chunk(PerCall).Select(addresses => filter with { Addresses = addresses }),
        _ => [filter],
    };

    private static OpenApiCall Ask(InstanceFilter filter) => new OpenApiCall(Product.Ecs, "DescribeInstances", filter.Ids.Count == 1 ? filter.Ids[0] : "")
        .With("InstanceIds", List(filter.Ids)).With("PrivateIpAddresses", List(filter.Addresses.Select(address => address.ToString())))
        // "PrivateIpAddresses takes effect when InstanceNetworkType is set to vpc."
        .With("InstanceNetworkType", filter.Addresses.Count > 0 ? "vpc" : null).With("InstanceName", filter.Name).With("VpcId", filter.Vpc);

    /// <summary>These two lists are JSON in a parameter.</summary>
    private static string? List(IEnumerable<string> items) =>
        string.Join(',', items.Select(item => $"\"{JsonEncodedText.Encode(item)}\"")) is { Length: > 0 } list ? $"[{list}]" : null;
}
