using Fairlead.Agent.Journal;
using Fairlead.Agent.Log;
using Fairlead.Agent.Node;
using Fairlead.Linux.ForwardPolicy;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Uninstall;

/// <summary>Gives foreign settings their old values back. Who has changed one since we did wants it so, and keeps it.</summary>
internal sealed class SettingRestoration(INetworkNamespace node, NodeJournal journal, NodeLog log)
{
    /// <returns>False when one could not be restored; it stays in the journal.</returns>
    public bool Run()
    {
        using var nft = new NftConnection(node.Open(NetlinkProtocol.Netfilter));
        using var reader = NftReader.Open(node);
        var chains = new ForwardPolicyTarget(node, nft, reader, (_, _) => { });
        var policies = ForwardPolicyReader.Read(node, reader).ToDictionary(row => row.Key);
        var isWhole = true;
        foreach (var (setting, change) in journal.Snapshot().Settings)
        {
            isWhole &= SettingName.ForwardPolicyOf(setting) is { } key
                ? Restore(
                    setting, change,
                    policies.TryGetValue(key, out var row) ? ForwardPolicyRow.Word(row.Accept) : null,
                    value => chains.Set(new ForwardPolicyRow(key, value == ForwardPolicyRow.Word(accept: true))))
                : Restore(setting, change, node.ReadSysctl(setting), value => node.WriteSysctl(setting, value));
        }

        return isWhole;
    }

    private bool Restore(string setting, ChangedSetting change, string? found, Action<string> set)
    {
        try
        {
            if (found == change.NewValue)
            {
                set(change.OldValue);
            }

            journal.Append(new SettingSaved(setting, null));
            log.Say("settings", Sentence(setting, change, found));
            return true;
        }
        catch (Exception error) when (error is WorldException or IOException)
        {
            log.Say("settings", $"{setting} stays {found}, {change.OldValue} could not be restored", error);
            return false;
        }
    }

    private static string Sentence(string setting, ChangedSetting change, string? found) =>
        found is null ? $"{setting} is gone"
        : found == change.NewValue ? $"{setting} is {change.OldValue} again, as it was found (it was {found})"
        : $"{setting} stays {found}: somebody has changed it since it was set to {change.NewValue}";
}
