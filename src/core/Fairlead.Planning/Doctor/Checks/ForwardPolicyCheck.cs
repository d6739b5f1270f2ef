using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;

namespace Fairlead.Planning.Doctor.Checks;

/// <summary>The policy of the built-in FORWARD chains: a DROP there cuts pods off, and no rule of ours undoes it.</summary>
internal static class ForwardPolicyCheck
{
    private const string Area = "settings";

    public static IEnumerable<Diagnosis> Examine(NodeChart chart)
    {
        var families = chart.Report?.Plan?.PodSlices.Select(Cidr.Parse).Select(slice => slice.IsV6).Distinct().Order() ?? Enumerable.Empty<bool>();
        return from v6 in families
               from backend in Enum.GetValues<ForwardBackend>()
               select Examine(chart, chart.Report!, new ForwardPolicyKey(backend, v6));
    }

    private static Diagnosis Examine(NodeChart chart, AgentReport report, ForwardPolicyKey key)
    {
        var program = $"ip{(key.IsV6 ? "6" : "")}tables-{(key.Backend == ForwardBackend.Legacy ? "legacy" : "nft")}";
        var subject = $"policy of FORWARD in {program}";
        return Policy(chart, key) switch
        {
            null => Diagnosis.Fine(Area, subject, "no such chain", "nobody uses it here, so it stops nothing"),
            true => Diagnosis.Fine(Area, subject, "accept", Original(report, key) is { } original ? $"was {original}, set by the agent" : "found so"),
            false => Diagnosis.Trouble(Area, subject, "drop", "accept", Remedy(chart, report, key, program)),
        };
    }

    private static string Remedy(NodeChart chart, AgentReport report, ForwardPolicyKey key, string program)
    {
        var error = report.Unfinished.FirstOrDefault(row => row.Table == "forward-policies" && row.Key == $"{key}")?.Error;
        return !report.Plan!.SetsForwardPolicy ? $"{program} -P FORWARD ACCEPT, or forwardPolicy: set in {report.ConfigurationFile}"
            : error is { Length: > 0 } ? $"the agent could not set it: {error}"
            : !report.IsRunning ? $"{chart.StartAgent}, or {program} -P FORWARD ACCEPT"
            : key.Backend == ForwardBackend.Legacy ? "the agent sets it at its next full read (30 s); the kernel tells nobody of it"
            : "the agent sets it again at once; who keeps changing it?";
    }

    private static string? Original(AgentReport report, ForwardPolicyKey key) =>
        report.OriginalPolicies.GetValueOrDefault($"{key}");

    /// <returns>Whether it accepts; null where there is no such chain.</returns>
    private static bool? Policy(NodeChart chart, ForwardPolicyKey key)
    {
        if (key.Backend == ForwardBackend.Legacy)
        {
            return chart.Kernel.LegacyForward.FirstOrDefault(chain => chain.IsV6 == key.IsV6)?.Accepts;
        }

        var name = new NftName(new NftTableKey(key.IsV6 ? NftFamily.Ip6 : NftFamily.Ip, "filter"), "FORWARD");
        return chart.Kernel.Nftables.Chains.FirstOrDefault(chain => chain.Key == name)?.Hook is { } hook ? hook.Policy != NftVerdictKind.Drop : null;
    }
}
