import '../messaging/clearance.ts';
