package dev.cuesheet.aws.contract;

class IamOnRequestedAwsTest extends OnRequestedAws implements IamContract {}
