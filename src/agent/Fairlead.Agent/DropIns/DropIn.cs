namespace Fairlead.Agent.DropIns;

/// <summary>A file that tells another program of the node to leave pods' links alone.</summary>
/// <param name="Path">Below the node's root.</param>
/// <param name="Folder">Whose presence says that the program is there.</param>
internal sealed record DropIn(string Path, string Folder, string Text)
{
    /// <summary>How a file is known as ours: its first line.</summary>
    public const string Mark = "# Written by fairlead-agent, and removed with it.";

    private const string Property = "FAIRLEAD_ENI";

    /// <param name="others">MACs of links that somebody else looks after.</param>
    public static IReadOnlyList<DropIn> All(IEnumerable<string> others) =>
    [
        new("etc/udev/rules.d/70-fairlead-eni.rules", "etc/udev", Lines([
            "# A NIC that comes from now on is an ENI that pods get: nobody else gives it addresses. NM_UNMANAGED is NetworkManager's",
            "# (udev rules of its own documentation), ID_NET_MANAGED_BY systemd's (254), the property is for the file below it.",
            "SUBSYSTEM!=\"net\", GOTO=\"fairlead_end\"",
            "ACTION==\"remove\", GOTO=\"fairlead_end\"",
            "DRIVERS!=\"?*\", GOTO=\"fairlead_end\"",
            .. others.Order(StringComparer.Ordinal).Select(mac => $"ATTR{{address}}==\"{mac}\", GOTO=\"fairlead_end\""),
            $"ENV{{{Property}}}=\"1\", ENV{{NM_UNMANAGED}}=\"1\", ENV{{ID_NET_MANAGED_BY}}=\"fairlead\"",
            "LABEL=\"fairlead_end\""])),
        new("etc/systemd/network/05-fairlead-eni.network", "etc/systemd/network", Lines("[Match]", $"Property={Property}=1", "", "[Link]", "Unmanaged=yes")),
        new("etc/systemd/network/05-fairlead-pods.network", "etc/systemd/network", Lines("[Match]", "Name=fl*", "", "[Link]", "Unmanaged=yes")),
        new("etc/NetworkManager/conf.d/90-fairlead.conf", "etc/NetworkManager", Lines("[keyfile]", "unmanaged-devices+=interface-name:fl*")),
        new("etc/cloud/cloud.cfg.d/99-fairlead.cfg", "etc/cloud/cloud.cfg.d", Lines(
            "# Not when a NIC is plugged in.", "updates:", "  network:", "    when: [boot-new-instance]")),
    ];

    private static string Lines(params IEnumerable<string> lines) => string.Join('\n', lines.Prepend(Mark)) + "\n";
}
