using System.Text;

namespace Fairlead.Cni;

/// <summary>VERSION: needs no agent, and no standard input that makes sense.</summary>
internal static class VersionAnswer
{
    public static byte[] Write()
    {
        var version = NetworkConfiguration.NewestVersion;
        try
        {
            version = NetworkConfiguration.Parse(Files.ReadStandardInput()).AnswerVersion;
        }
        catch (CniError)
        {
            // Runtimes and people send nothing, or anything, or have closed it.
        }

        var json = new JsonText();
        json.Append("{\"cniVersion\":").AppendString(version).Append(",\"supportedVersions\":[");
        for (var i = 0; i < NetworkConfiguration.Versions.Length; i++)
        {
            json.Append(i == 0 ? "" : ",").AppendString(NetworkConfiguration.Versions[i]);
        }

        return Encoding.UTF8.GetBytes(json.Append("]}").ToString());
    }
}
