using Fairlead.Migration.Terway.Terms;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary>The JSON under <c>eni_conf</c>.</summary>
internal sealed class EniConf
{
    private const string AckTag = "ack.aliyun.com";
    private const int MostSecurityGroups = 10;

    private static readonly Dictionary<string, Action<EniConf, YamlValue>> Read = new()
    {
        ["vswitches"] = (conf, value) => conf.VSwitches(value),
        ["vswitch_selection_policy"] = (conf, value) => conf.Selection(value),
        ["security_group"] = (conf, value) => conf.Groups("security_group", value, [value]),
        ["security_groups"] = (conf, value) => conf.Groups("security_groups", value, value.Items),
        ["eni_tags"] = (conf, value) => conf.Tags(value),
        ["ip_stack"] = (conf, value) => conf.Families(value),
        ["min_pool_size"] = (conf, value) => conf._set = conf._set with { LeastFree = value.Number(0) },
        ["max_pool_size"] = (conf, value) => conf._set = conf._set with { MostFree = value.Number(5) },
        ["idle_ip_reclaim_after"] = (conf, value) => conf.Reclaim(value),
        ["enable_eni_trunking"] = (conf, value) => conf.Trunk(value),
        ["enable_ip_prefix"] = (conf, value) => conf.Prefixes(value),
        ["service_cidr"] = (conf, value) => conf.Services(value),
    };

    private readonly Report _report;
    private readonly EniSettings _below;
    private EniSettings _set = new();

    private EniConf(Report report, EniSettings below) => (_report, _below) = (report, below);

    /// <summary>Mistakes are noted in <paramref name="root"/>'s file.</summary>
    /// <param name="below">What the keys are laid over.</param>
    public static EniSettings Translate(YamlValue root, Report report, EniSettings below)
    {
        var conf = new EniConf(report, below);
        conf._set = conf._set with { Removed = [.. root.Keys.Where(key => !root[key].IsPresent)] };
        foreach (var key in root.Keys.Where(key => root[key].IsPresent))
        {
            if (IsEmpty(root[key]))
            {
                report.NotNeeded(key, "is empty");
            }
            else if (EniConfTerms.Cluster.Find(key) is not null && Read.TryGetValue(key, out var read))
            {
                read(conf, root[key]);
            }
            else
            {
                report.Say(EniConfTerms.Cluster, key);
            }
        }

        conf.Pool(root);
        return conf._set;
    }

    // Charts and scripts write what they have no value for as "", which Terway takes for a key that is not there.
    private static bool IsEmpty(YamlValue value) => !value.IsList && !value.IsMapping && value.Text() is "";

    private void VSwitches(YamlValue zones)
    {
        if (!zones.IsMapping)
        {
            zones.Say("must map zones to lists of vSwitches: {\"cn-hangzhou-j\": [\"vsw-…\"]}");
            return;
        }

        // Each zone by itself: a node's file replaces the zones that it names, and takes away those that are null in it (RFC 7396).
        var all = new OrderedDictionary<string, IReadOnlyList<string>>(_below.Zones ?? new Dictionary<string, IReadOnlyList<string>>());
        foreach (var zone in zones.Keys)
        {
            all[zone] = zones[zone].Items.Names("vsw-…");
        }

        _set = _set with { Zones = all };
        var hasOthers = all.Any(zone => zone.Value.Count > 0 && !zones.Keys.Contains(zone.Key));
        _report.TakenOver("vswitches", $"vSwitches: {_set.VSwitches.Count}{(hasOthers ? ", those of the cluster's other zones among them" : "")}; a node uses those of its own zone, and a change counts for new ENIs at once");
    }

    private void Selection(YamlValue value)
    {
        var policy = value.Choice(("random", 'r'), ("ordered", 'o'), ("most", 'm'));
        _set = _set with { Selection = VSwitchSelection.MostFree };
        _report.Say(policy == 'm' ? Fate.TakenOver : Fate.OtherMeaning, "vswitch_selection_policy", policy switch
        {
            'o' => "ordered: vSwitchSelection: mostFree, for that is what Terway does under this name; for the order of the list write ordered",
            'r' => "random: vSwitchSelection: mostFree, which spreads them too; nothing is left to chance",
            _ => "vSwitchSelection: mostFree",
        });
    }

    private void Groups(string key, YamlValue value, IReadOnlyList<YamlValue> items)
    {
        List<string> all = [.. (_set.SecurityGroups ?? []).Union(items.Names("sg-…"))];
        if (all.Count > MostSecurityGroups)
        {
            value.Say($"has {all.Count} security groups; an ENI can be in {MostSecurityGroups}");
        }

        _set = _set with { SecurityGroups = all };
        _report.TakenOver(key, "securityGroups");
    }

    private void Tags(YamlValue tags)
    {
        if (!tags.IsMapping)
        {
            tags.Say("must be a mapping of tags");
        }

        if (tags[AckTag].IsPresent)
        {
            _set = _set with { Cluster = tags[AckTag].Text() };
            _report.OtherMeaning($"eni_tags.{AckTag}", "cluster: what is made gets the tag fairlead.io/cluster with this value; Terway's own ENIs are not touched");
        }

        foreach (var tag in tags.Keys.Where(tag => tag != AckTag))
        {
            _report.NoCounterpart($"eni_tags.{tag}", "ENIs get no tags but fairlead.io/cluster and fairlead.io/node");
        }
    }

    private void Families(YamlValue value)
    {
        var families = value.Choice(("ipv4", 4), ("dual", 46), ("ipv6", 6));
        _set = _set with { Families = families == 4 ? AddressFamilies.Ipv4 : AddressFamilies.Dual };
        if (families == 6)
        {
            _report.NoCounterpart("ip_stack", "ipv6: pods without IPv4 are not there; they get both families");
        }
        else
        {
            _report.TakenOver("ip_stack", $"families: {(families == 46 ? "dual" : "ipv4")}{(families == 46 ? ", also where an instance type has fewer IPv6 addresses than IPv4 ones" : "")}");
        }
    }

    private void Reclaim(YamlValue value)
    {
        var seconds = value.Parse<int>(GoDuration.Seconds, "is no time; write 30m");
        _set = _set with { ReclaimAfterSeconds = seconds > EniSettings.LongestReclaim ? EniSettings.LongestReclaim : seconds };
        _report.Say(
            seconds > EniSettings.LongestReclaim ? Fate.OtherMeaning : Fate.TakenOver,
            "idle_ip_reclaim_after",
            seconds > EniSettings.LongestReclaim ? $"pool.reclaimAfterSeconds: {EniSettings.LongestReclaim}, the most there is" : "pool.reclaimAfterSeconds");
    }

    private void Trunk(YamlValue value)
    {
        _set = _set with { Trunk = value.Flag(false) };
        _report.TakenOver("enable_eni_trunking", $"nodePools[].trunk: {(_set.Trunk == true ? "true; pods ask for fairlead.io/member-eni" : "false")}");
    }

    private void Prefixes(YamlValue value)
    {
        _set = _set with { Prefixes = value.Flag(false) };
        _report.TakenOver("enable_ip_prefix", $"pool.prefixes: {(_set.Prefixes == true ? "true; it can be changed later" : "false")}");
    }

    private void Services(YamlValue value)
    {
        var ranges = (value.Text() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Range).ToList();
        if (ranges.Contains(null))
        {
            value.Say($"'{value.Text()}' is no range, and no ranges with commas; write 192.168.0.0/16");
        }

        _set = _set with { ServiceRanges = [.. ranges.OfType<Cidr>()] };
        _report.TakenOver("service_cidr", "agent.yaml: serviceRanges, which pods with an ENI of their own reach by the node");
    }

    private static Cidr? Range(string text) => Cidr.TryParse(text, out var range) ? range.Network : null;

    private void Pool(YamlValue root)
    {
        var set = _set.Over(_below);
        List<string> own = [.. new[] { "min_pool_size", "max_pool_size" }.Where(key => root[key].IsPresent)];
        if (own.Count == 0 || set.Pool() is not { } pool)
        {
            return;
        }

        if (set.Most < set.Least)
        {
            root[own[^1]].Say(own.Count == 2
                ? $"{set.Most} is less than min_pool_size, {set.Least}"
                : $"together with the rest, max_pool_size is {set.Most}, and less than min_pool_size, {set.Least}");
        }

        var most = pool.MinFree + pool.Batch - 1;
        var isOther = pool.MinFree == 0 || pool.MinFree < set.Least || most < set.Most;
        _report.Say(isOther ? Fate.OtherMeaning : Fate.TakenOver, string.Join(", ", own), $"pool.minFree: {pool.MinFree}, pool.batch: {pool.Batch}: {pool.MinFree} to {most} addresses are free"
            + (pool.MinFree < set.Least ? $", for minFree is at most {EniSettings.MostFreeAtLeast}" : most < set.Most ? $", for a step is at most {EniSettings.MostInBatch}" : ", as before")
            + (pool.MinFree == 0 ? "; with none to be had at once a pod waits for the cloud: 10, the default here, is better" : ""));
    }
}
