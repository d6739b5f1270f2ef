using Fairlead.Lab.Pods;

namespace Fairlead.Lab.Tests.Pods;

/// <summary>What is wrong with a node's plug-ins is said of the pod that waits for them.</summary>
public sealed class NetworkListTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fl-net-").FullName;

    [Fact]
    public void A_folder_that_is_not_there_has_no_conflist()
    {
        var folder = Path.Combine(_folder, "net.d");
        Assert.Equal($"there is no conflist in {folder}", Assert.Throws<LabException>(() => NetworkList.ReadFirst(folder)).Message);
        Directory.CreateDirectory(folder);
        Assert.Equal($"there is no conflist in {folder}", Assert.Throws<LabException>(() => NetworkList.ReadFirst(folder)).Message);
    }

    [Fact]
    public void What_cannot_be_read_is_no_conflist()
    {
        var file = Path.Combine(_folder, "10-x.conflist");
        File.CreateSymbolicLink(file, Path.Combine(_folder, "gone"));
        Assert.StartsWith($"{file} is no conflist: ", Assert.Throws<LabException>(() => NetworkList.ReadFirst(_folder)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
