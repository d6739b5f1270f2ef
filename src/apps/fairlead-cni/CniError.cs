namespace Fairlead.Cni;

/// <summary>An error for the runtime, with the specification's code (CNI 1.1.0, "Error").</summary>
internal sealed class CniError(int code, string message, string details = "") : Exception
{
    public const int UnsupportedVersion = 1;
    public const int InvalidEnvironment = 4;
    public const int InputOutput = 5;
    public const int Undecodable = 6;
    public const int InvalidConfiguration = 7;
    public const int TryAgain = 11;
    public const int NotAvailable = 50;

    public string ToJson(string version)
    {
        var json = new JsonText();
        json.Append("{\"cniVersion\":").AppendString(version).Append(",\"code\":").Append(code.ToString()).Append(",\"msg\":").AppendString(message);
        if (details.Length > 0)
        {
            json.Append(",\"details\":").AppendString(details);
        }

        return json.Append("}").ToString();
    }
}
