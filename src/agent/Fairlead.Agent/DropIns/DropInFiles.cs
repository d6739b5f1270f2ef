using Fairlead.Agent.Journal;
using Fairlead.Agent.Log;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Agent.DropIns;

/// <summary>
/// Keeps networkd, NetworkManager, udev and cloud-init off NICs that come while the agent is installed, and takes what it wrote away
/// again. Each file is in the journal before it is on the disk.
/// </summary>
/// <param name="root">The node's root folder; of no matter for <see cref="Remove"/>, which goes by the journal.</param>
internal sealed class DropInFiles(string root, NodeJournal journal, NodeLog log)
{
    /// <summary>Writes those of programs that are there. What lies there already stays: who looks after which link was seen when it was written.</summary>
    public void Install(INetworkNamespace node)
    {
        var others = new Lazy<IReadOnlyList<string>>(() => Others(node));
        foreach (var file in DropIn.All([]).Where(file => Directory.Exists(Below(file.Folder)) && !File.Exists(Below(file.Path))))
        {
            Write(DropIn.All(others.Value).Single(other => other.Path == file.Path));
        }
    }

    /// <returns>False when one stays.</returns>
    public bool Remove()
    {
        var isWhole = true;
        foreach (var path in journal.Snapshot().DropIns)
        {
            try
            {
                if (IsOurs(path))
                {
                    File.Delete(path);
                    log.Say("drop-ins", $"{path} is gone");
                }

                journal.Append(new DropInWritten(path, IsGone: true));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                log.Say("drop-ins", $"{path} stays", error);
                isWhole = false;
            }
        }

        return isWhole;
    }

    private static bool IsOurs(string path) => File.Exists(path) && File.ReadLines(path).FirstOrDefault() == DropIn.Mark;

    // Links that have an address now are somebody's, the primary ENI first of all; shared ENIs of ours have none.
    private static IReadOnlyList<string> Others(INetworkNamespace node)
    {
        using var reader = KernelReader.Open(node);
        var links = reader.Links();
        var used = reader.Addresses().Select(address => address.LinkIndex).ToHashSet();
        return [.. links.Where(link => !link.IsLoopback && link.Kind.Length == 0 && used.Contains(link.Index)).Select(link => $"{link.Mac}").Distinct()];
    }

    private void Write(DropIn file)
    {
        try
        {
            journal.Append(new DropInWritten(Below(file.Path)));
            Directory.CreateDirectory(Path.GetDirectoryName(Below(file.Path))!);
            File.WriteAllText(Below(file.Path) + ".new", file.Text);
            File.Move(Below(file.Path) + ".new", Below(file.Path), overwrite: true);
            log.Say("drop-ins", $"{Below(file.Path)} written");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.Say("drop-ins", $"writing {Below(file.Path)}", error);
        }
    }

    private string Below(string path) => Path.Combine(root, path);
}
