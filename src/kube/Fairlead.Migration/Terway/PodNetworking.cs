using Fairlead.Migration.Terway.Terms;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Resources.Validation;
using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary>A PodNetworking of <c>network.alibabacloud.com</c>: a class.</summary>
internal static class PodNetworking
{
    /// <param name="trunk">Whether the cluster's nodes have trunks, which decides where the type is left open.</param>
    public static PodNetworkClass Translate(YamlValue root, bool trunk, Report report)
    {
        var spec = root["spec"];
        foreach (var key in spec.Keys.Select(key => $"spec.{key}").Where(key => ObjectTerms.PodNetworking.Find(key) is null))
        {
            report.Unknown(key, ObjectTerms.PodNetworking.Names);
        }

        var (pods, namespaces) = Selectors(spec["selector"], report);
        var made = new PodNetworkClass
        {
            Metadata = new ObjectMeta { Name = root["metadata"]["name"].Required("a name") },
            Spec = new PodNetworkClassSpec
            {
                Mode = Mode(spec["eniOptions"]["eniType"], trunk, report),
                VSwitches = Names(spec["vSwitchOptions"], "spec.vSwitchOptions", "vSwitches", report),
                VSwitchSelection = Selection(spec["vSwitchSelectOptions"]["vSwitchSelectionPolicy"], report),
                SecurityGroups = Names(spec["securityGroupIDs"], "spec.securityGroupIDs", "securityGroups", report),
                FixedAddress = Fixed(spec["allocationType"], report),
                PodSelector = pods,
                NamespaceSelector = namespaces,
            },
        };
        foreach (var problem in ResourceValidation.Problems(made, null, []))
        {
            spec.Say($"as a class, {problem}");
        }

        return made;
    }

    private static PodNetworkMode Mode(YamlValue value, bool trunk, Report report)
    {
        var type = value.Choice(("ENI", 'e'), ("Trunk", 't'), ("Default", 'd')) ?? 'd';
        var mode = type == 'e' || (type == 'd' && !trunk) ? PodNetworkMode.ExclusiveEni : PodNetworkMode.MemberEni;
        report.Say(type == 'd' ? Fate.OtherMeaning : Fate.TakenOver, "spec.eniOptions.eniType", $"mode: {(mode == PodNetworkMode.MemberEni ? "memberEni" : "exclusiveEni")}"
            + (type == 'd' ? $": the type is left open, and enable_eni_trunking is {(trunk ? "on" : "not on")}" : ""));
        var resource = mode == PodNetworkMode.MemberEni ? ResourceNames.MemberEni : ResourceNames.Eni;
        report.OtherMeaning("(pods)", $"each has to ask for {resource}: \"1\" in resources.limits: Terway's webhook added that, nothing does here, and a pod that does not ask is refused");
        return mode;
    }

    private static List<string> Names(YamlValue value, string key, string here, Report report)
    {
        if (value.IsPresent)
        {
            report.TakenOver(key, here);
        }

        return value.Items.Names("an id");
    }

    private static VSwitchSelection Selection(YamlValue value, Report report)
    {
        var policy = value.Choice(("ordered", 'o'), ("random", 'r'), ("most", 'm')) ?? 'o';
        if (value.IsPresent)
        {
            report.Say(policy == 'r' ? Fate.OtherMeaning : Fate.TakenOver, "spec.vSwitchSelectOptions", policy switch
            {
                'o' => "vSwitchSelection: ordered, the order of the list",
                'r' => "random: vSwitchSelection: mostFree, which spreads them too",
                _ => "vSwitchSelection: mostFree",
            });
        }

        return policy == 'o' ? VSwitchSelection.Ordered : VSwitchSelection.MostFree;
    }

    private static FixedAddressPolicy Fixed(YamlValue value, Report report)
    {
        if (value["type"].Choice(("Elastic", false), ("Fixed", true)) != true)
        {
            return new FixedAddressPolicy();
        }

        var forEver = value["releaseStrategy"].Choice(("TTL", false), ("Never", true)) == true;
        int? after = forEver ? null : value["releaseAfter"].Parse<int>(GoDuration.Seconds, "is no time; write 5m0s");
        report.OtherMeaning("spec.allocationType", $"fixedAddress, kept {(after is { } seconds ? $"{seconds} s" : "for ever")}: the address is kept for the pod's name, and no ENI stands by for it");
        return new FixedAddressPolicy { Enabled = true, ReleaseAfterSeconds = after };
    }

    private static (LabelSelector? Pods, LabelSelector? Namespaces) Selectors(YamlValue value, Report report)
    {
        var pods = value["podSelector"].IsPresent ? Selector(value["podSelector"]) : null;
        var namespaces = value["namespaceSelector"].IsPresent ? Selector(value["namespaceSelector"]) : null;
        if (pods is null && namespaces is null)
        {
            return (null, null);
        }

        report.TakenOver("spec.selector", pods is null ? "namespaceSelector, and podSelector: {}, which is all pods" : "podSelector, namespaceSelector");
        return (pods ?? new LabelSelector(), namespaces);
    }

    private static LabelSelector Selector(YamlValue value) => new()
    {
        MatchLabels = value["matchLabels"].Keys.ToDictionary(key => key, key => value["matchLabels"][key].Text() ?? ""),
        MatchExpressions =
        [
            .. value["matchExpressions"].Items.Select(item => new LabelRequirement(item["key"].Required("a label"), item["operator"].Required("In"))
            {
                Values = [.. item["values"].Items.Select(one => one.Text() ?? "")],
            }),
        ],
    };
}
