using System.Diagnostics;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Agent.Tests.Nodes;

/// <summary>A file system of some hundred KB at a folder, in a mount namespace that nobody else is in; it outlives the agents that run on it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;
    private readonly Process _holder;

    public SmallDisk(NetworkNamespace netns, string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        var unshare = Checkout.Program("unshare").Path;
        _holder = Run.Start(netns, unshare, ["--mount", "sh", "-c", $"mount -t tmpfs -o size=128k,mode=700 small {folder} && echo there && exec sleep 600"], []);
        Assert.SkipWhen(_holder.StandardOutput.ReadLine() != "there", "mounting a file system needs CAP_SYS_ADMIN");
    }

    /// <summary>Begins a command that is to see the disk.</summary>
    public string[] Within => [Checkout.Program("nsenter").Path, "--target", $"{_holder.Id}", "--mount", "--"];

    /// <summary>The folder as it is seen from here.</summary>
    public string Path => $"/proc/{_holder.Id}/root{_folder}";

    public void Fill()
    {
        var full = new byte[4096];
        try
        {
            using var file = new FileStream($"{Path}/ballast", FileMode.Append, FileAccess.Write, FileShare.None, 0);
            while (true)
            {
                file.Write(full);
            }
        }
        catch (IOException)
        {
            // No space left, which is what was wanted.
        }
    }

    public void Free() => File.Delete($"{Path}/ballast");

    public void Remount(NetworkNamespace netns, string options)
    {
        string[] command = [.. Within, "mount", "-o", $"remount,{options}", _folder];
        Run.In(netns, command[0], command[1..], [], "").Succeeded();
    }

    public void Dispose()
    {
        _holder.Kill();
        _holder.WaitForExit();
        _holder.Dispose();
    }
}
